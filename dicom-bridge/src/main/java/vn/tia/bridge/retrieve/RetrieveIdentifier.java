package vn.tia.bridge.retrieve;

import java.util.List;
import java.util.Optional;
import vn.tia.bridge.query.InformationModel;
import vn.tia.bridge.query.InvalidIdentifierException;
import vn.tia.bridge.query.Level;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.net.QueryOptions;
import vn.tia.dicom.net.QueryOptions.Option;
import vn.tia.records.studies.InstanceSelection.Keys;

/// The identifier of a C-MOVE or C-GET, read and checked (PS3.4 section C.4.2.1.4).
record RetrieveIdentifier(Level level, Keys keys) {

  /// @throws InvalidIdentifierException if it doesn't fit the model
  static RetrieveIdentifier read(
      Dataset identifier, InformationModel model, QueryOptions options) {
    var level = Level.of(identifier, model);
    if (!options.has(Option.RELATIONAL_QUERIES)) {
      level.requireAbove(identifier, model);
    }
    var wanted = uids(identifier, level.uniqueKey());
    if (wanted.isEmpty() || level == Level.PATIENT && wanted.size() > 1) {
      throw new InvalidIdentifierException(level.uniqueKey(),
          level == Level.PATIENT ? "needs one value" : "needs at least one UID");
    }
    return new RetrieveIdentifier(level, new Keys(
        model.has(Level.PATIENT)
            ? uids(identifier, Tags.PATIENT_ID).stream().findFirst() : Optional.empty(),
        down(level, Level.STUDY, identifier),
        down(level, Level.SERIES, identifier),
        down(level, Level.IMAGE, identifier)));
  }

  /// The values of a level that isn't below the one asked for.
  private static List<String> down(Level asked, Level level, Dataset identifier) {
    return level.compareTo(asked) <= 0 ? uids(identifier, level.uniqueKey()) : List.of();
  }

  /// A wildcard would be a value like others: nothing has it.
  private static List<String> uids(Dataset identifier, Tag key) {
    return identifier.strings(key).stream()
        .map(String::strip)
        .filter(uid -> !uid.isEmpty() && uid.indexOf('\0') < 0)
        .toList();
  }
}
