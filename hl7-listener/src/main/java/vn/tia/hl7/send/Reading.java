package vn.tia.hl7.send;

import vn.tia.mapping.hl7.OrderSite;
import vn.tia.mapping.hl7.ReadSettings;
import vn.tia.records.facilities.Facility;

/// How the messages of a facility are read when they are forwarded: as they were when they came.
public interface Reading {
  ReadSettings read(Facility facility);

  OrderSite site(Facility facility);
}
