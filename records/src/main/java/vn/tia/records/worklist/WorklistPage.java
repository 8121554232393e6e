package vn.tia.records.worklist;

import java.util.List;

/// The first matches of a query.
///
/// @param isCut whether there are more than the query's limit
public record WorklistPage(List<WorklistItem> items, boolean isCut) {
  public WorklistPage {
    items = List.copyOf(items);
  }
}
