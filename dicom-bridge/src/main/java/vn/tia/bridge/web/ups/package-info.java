/// UPS-RS (PS3.18 chapter 11): steps made, claimed, changed, searched and subscribed to by HTTP.
@NullMarked
package vn.tia.bridge.web.ups;

import org.jspecify.annotations.NullMarked;
