package weights

// Packed returns the file as browsers fetch it: Bytes in brotli. It is not to be
// changed.
func Packed() []byte { return packed }
