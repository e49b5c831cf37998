package text

// Model names the embedded weights: "sha256:" and their hash in hexadecimal.
func Model() string { return "sha256:" }
