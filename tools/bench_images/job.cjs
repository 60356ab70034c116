// What a site that uses sharp as it comes would do with a photo: every width from the
// file, AVIF at our quality, WebP at ours. Prints CPU seconds and bytes as JSON.
const sharp = require("sharp");

async function main(file, widths) {
  const bytes = { avif: 0, webp: 0, jpg: 0 };
  const start = process.cpuUsage();
  for (const width of widths) {
    const sized = () => sharp(file).rotate().resize(width);
    bytes.avif += (await sized().avif({ quality: 60 }).toBuffer()).length;
    bytes.webp += (await sized().webp({ quality: 80 }).toBuffer()).length;
  }
  const width = Math.max(...widths.filter((each) => each <= 1080));
  const jpeg = { quality: 74, progressive: true };
  bytes.jpg = (await sharp(file).rotate().resize(width).jpeg(jpeg).toBuffer()).length;
  const { user, system } = process.cpuUsage(start);
  console.log(JSON.stringify({ cpu: (user + system) / 1e6, ...bytes }));
}

main(process.argv[2], process.argv.slice(3).map(Number));
