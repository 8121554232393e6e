package vn.tia.bridge.query;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;

/// The information models of Query/Retrieve, each with its levels from the top (PS3.4 section C.6).
public enum InformationModel {
  PATIENT_ROOT(
      List.of(Level.PATIENT, Level.STUDY, Level.SERIES, Level.IMAGE),
      Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND,
      Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE,
      Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET),
  STUDY_ROOT(
      List.of(Level.STUDY, Level.SERIES, Level.IMAGE),
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND,
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_MOVE,
      Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_GET);

  private final List<Level> levels;
  private final Uid find;
  private final Uid move;
  private final Uid get;

  InformationModel(List<Level> levels, Uid find, Uid move, Uid get) {
    this.levels = levels;
    this.find = find;
    this.move = move;
    this.get = get;
  }

  /// The model of a SOP class for C-FIND.
  public static Optional<InformationModel> ofFind(String sopClassUid) {
    return Arrays.stream(values()).filter(m -> m.find.value().equals(sopClassUid)).findFirst();
  }

  /// The model of a SOP class for C-MOVE.
  public static Optional<InformationModel> ofMove(String sopClassUid) {
    return Arrays.stream(values()).filter(m -> m.move.value().equals(sopClassUid)).findFirst();
  }

  /// The model of a SOP class for C-GET.
  public static Optional<InformationModel> ofGet(String sopClassUid) {
    return Arrays.stream(values()).filter(m -> m.get.value().equals(sopClassUid)).findFirst();
  }

  public boolean has(Level level) {
    return levels.contains(level);
  }

  /// The levels above one, from the top.
  public List<Level> above(Level level) {
    return levels.subList(0, levels.indexOf(level));
  }
}
