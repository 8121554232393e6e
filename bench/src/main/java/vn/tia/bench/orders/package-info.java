/// Orders by HL7 v2: how many become durable each second beside a listener that only parses them,
/// how soon a modality sees one, and whether each has its effect once whatever breaks.
@NullMarked
package vn.tia.bench.orders;

import org.jspecify.annotations.NullMarked;
