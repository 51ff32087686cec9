/* The C99 complex functions that numpy calls and Wine 8.0 only has as stubs which end the program.
   Compiled into the ucrtbase.dll of the Wine prefix, where all other names are Wine's own; never
   shipped. Windows' ABI for _Fcomplex and _Dcomplex is that of a struct; long double is double. */
#include <complex.h>

typedef struct { float re, im; } Single;
typedef struct { double re, im; } Double;

static float _Complex from_single(Single z) { float _Complex r; __real__ r = z.re; __imag__ r = z.im; return r; }
static double _Complex from_double(Double z) { double _Complex r; __real__ r = z.re; __imag__ r = z.im; return r; }
static Single to_single(float _Complex z) { return (Single){__real__ z, __imag__ z}; }
static Double to_double(double _Complex z) { return (Double){__real__ z, __imag__ z}; }

/* Each with a name of its own, which the .def file exports under the real one. */
#define COMPLEX(name) \
  Double x_##name(Double z) { return to_double(name(from_double(z))); } \
  Double x_##name##l(Double z) { return to_double(name(from_double(z))); } \
  Single x_##name##f(Single z) { return to_single(name##f(from_single(z))); }
#define REAL(name) \
  double x_##name(Double z) { return name(from_double(z)); } \
  double x_##name##l(Double z) { return name(from_double(z)); } \
  float x_##name##f(Single z) { return name##f(from_single(z)); }

COMPLEX(cacos) COMPLEX(cacosh) COMPLEX(casin) COMPLEX(casinh) COMPLEX(catan) COMPLEX(catanh)
COMPLEX(ccos) COMPLEX(ccosh) COMPLEX(cexp) COMPLEX(clog) COMPLEX(csin) COMPLEX(csinh)
COMPLEX(csqrt) COMPLEX(ctan) COMPLEX(ctanh)
REAL(cabs) REAL(carg) REAL(cimag) REAL(creal)

Double x_cpow(Double a, Double b) { return to_double(cpow(from_double(a), from_double(b))); }
Double x_cpowl(Double a, Double b) { return to_double(cpow(from_double(a), from_double(b))); }
Single x_cpowf(Single a, Single b) { return to_single(cpowf(from_single(a), from_single(b))); }
