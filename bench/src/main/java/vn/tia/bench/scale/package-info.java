/// The same questions asked of archives of ten thousand, a hundred thousand and a million studies:
/// whether an answer takes longer where there is more that it isn't about.
@NullMarked
package vn.tia.bench.scale;

import org.jspecify.annotations.NullMarked;
