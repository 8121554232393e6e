/// How fast Tia is. [Bench] runs what its argument names and prints Markdown tables: single
/// operations ([vn.tia.bench.micro], by JMH), storing over the network beside other systems
/// ([vn.tia.bench.store]), and an object larger than the memory ([vn.tia.bench.memory]).
///
/// A benchmark of the whole program belongs into a package of its own, next to these: it starts
/// `./tia` or a peer as a process ([Peer]) and talks to its ports, so that this module needs none
/// of theirs.
@NullMarked
package vn.tia.bench;

import org.jspecify.annotations.NullMarked;
