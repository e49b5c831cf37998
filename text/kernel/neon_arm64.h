// Vector instructions that the Go assembler lacks, on registers by number: d
// is the result, and unless a comment says otherwise all are of four 32-bit
// lanes. The codes are those of the Arm Architecture Reference Manual.

#define THREE(code, d, n, m) WORD $((code)+((m)<<16)+((n)<<5)+(d))
#define TWO(code, d, n)      WORD $((code)+((n)<<5)+(d))

#define FADD(d, n, m) THREE(0x4E20D400, d, n, m)
#define FSUB(d, n, m) THREE(0x4EA0D400, d, n, m)
#define FMUL(d, n, m) THREE(0x6E20DC00, d, n, m)
#define FDIV(d, n, m) THREE(0x6E20FC00, d, n, m)
#define FMAX(d, n, m) THREE(0x4E20F400, d, n, m)
#define FMIN(d, n, m) THREE(0x4EA0F400, d, n, m)
#define FMLA(d, n, m) THREE(0x4E20CC00, d, n, m)  // d += n·m
#define FMLS(d, n, m) THREE(0x4EA0CC00, d, n, m)  // d −= n·m
#define FADDP(d, n, m) THREE(0x6E20D400, d, n, m) // sums of neighbours
#define FMAXV(d, n) TWO(0x6E30F800, d, n)         // the highest lane
#define FMINV(d, n) TWO(0x6EB0F800, d, n)         // the lowest lane
#define FRINTN(d, n) TWO(0x4E218800, d, n)        // to the nearest, ties to even
#define FCVTNS(d, n) TWO(0x4E21A800, d, n)        // the same, to an integer
#define SCVTF(d, n) TWO(0x4E21D800, d, n)         // from an integer

#define IADD(d, n, m) THREE(0x4EA08400, d, n, m)
#define ISUB(d, n, m) THREE(0x6EA08400, d, n, m)
#define IMUL(d, n, m) THREE(0x4EA09C00, d, n, m)
#define SMAX(d, n, m) THREE(0x4EA06400, d, n, m)
#define SMIN(d, n, m) THREE(0x4EA06C00, d, n, m)
#define MOVE(d, n) THREE(0x4EA01C00, d, n, n)
#define SHLEXP(d, n) TWO(0x4F375400, d, n)        // left by 23 bits

// XTN and XTN2 cut the lanes to half their width, into the lower and the
// upper half of d; SXTL and SXTL2 widen one half of n.
#define XTN32(d, n) TWO(0x0E612800, d, n)
#define XTN32HIGH(d, n) TWO(0x4E612800, d, n)
#define XTN16(d, n) TWO(0x0E212800, d, n)
#define XTN16HIGH(d, n) TWO(0x4E212800, d, n)
#define SXTL8(d, n) TWO(0x0F08A400, d, n)
#define SXTL8HIGH(d, n) TWO(0x4F08A400, d, n)
#define SXTL16(d, n) TWO(0x0F10A400, d, n)
#define SXTL16HIGH(d, n) TWO(0x4F10A400, d, n)

// TRN1 and TRN2 interleave the even and the odd lanes, of 32 and 64 bits.
#define TRN1(d, n, m) THREE(0x4E802800, d, n, m)
#define TRN2(d, n, m) THREE(0x4E806800, d, n, m)
#define TRN1PAIRS(d, n, m) THREE(0x4EC02800, d, n, m)
#define TRN2PAIRS(d, n, m) THREE(0x4EC06800, d, n, m)

// SDOT adds to each lane of d the four products of n's bytes there with the
// four bytes of m's lane i.
#define SDOT(d, n, m, i) THREE(0x4F80E000+(((i)&1)<<21)+(((i)>>1)<<11), d, n, m)
