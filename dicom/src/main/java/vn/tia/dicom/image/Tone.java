package vn.tia.dicom.image;

/// Which values are shown from black to white; colours don't heed it.
public sealed interface Tone {

  /// As the object wants: its first window, else its first table, else from the smallest to the
  /// greatest value.
  Tone OWN = new Own();

  /// From the smallest to the greatest value of the frame that is no padding.
  Tone RANGE = new Range();

  /// The value of [#OWN].
  record Own() implements Tone {}

  /// The value of [#RANGE].
  record Range() implements Tone {}

  /// Through a window that the caller chose.
  record Through(Window window) implements Tone {}

  /// Through one of the object's own windows, counted from 1 (PS3.3 section C.11.2.1.2).
  record OwnWindow(int number) implements Tone {}

  /// Through one of the object's own tables, counted from 1 (PS3.3 section C.11.2.1.1).
  record OwnTable(int number) implements Tone {}
}
