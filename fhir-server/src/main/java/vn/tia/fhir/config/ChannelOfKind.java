package vn.tia.fhir.config;

import vn.tia.records.deliveries.DeliveryChannel;

/// How messages of one kind leave, as a bean: the worker of deliveries gathers them all.
record ChannelOfKind(String kind, DeliveryChannel channel) {}
