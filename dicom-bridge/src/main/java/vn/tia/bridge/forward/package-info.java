/// Auto-routing: what is stored goes on to other archives by the rules of the settings, through
/// the queue in PostgreSQL, until it is delivered.
@NullMarked
package vn.tia.bridge.forward;

import org.jspecify.annotations.NullMarked;
