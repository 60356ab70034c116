"""Demo content: invented Labs, makers and things, so that a fresh house looks lived in.

Pure data and small pure functions. Nobody here is a real person.
"""
