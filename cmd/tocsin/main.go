// Command tocsin reads the news and keeps a ledger of who says what.
package main

func main() {}
