/// What happens to instances that are sent, well or badly.
@NullMarked
package vn.tia.bridge.documents;

import org.jspecify.annotations.NullMarked;
