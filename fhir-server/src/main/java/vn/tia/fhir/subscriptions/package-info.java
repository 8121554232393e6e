/// FHIR Subscriptions: R4's own criteria and the topics of the R5 backport, by rest-hook and
/// websocket; durable, numbered, and never a way into the hospital's network.
@NullMarked
package vn.tia.fhir.subscriptions;

import org.jspecify.annotations.NullMarked;
