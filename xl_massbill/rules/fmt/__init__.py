"""FMT: can every cell be read, and can a claim carry what stands in it?"""
