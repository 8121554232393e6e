package vn.tia.dicom.io;

import vn.tia.dicom.data.Tag;

/// Where a reader is: the tags of the open sequences, their items, and the element in hand.
final class TagPath {
  private final int[] codes;
  private final int[] items;
  private int depth;
  private boolean isSet;

  TagPath(int depthMax) {
    codes = new int[depthMax + 2];
    items = new int[depthMax + 2];
  }

  void element(int code) {
    codes[depth] = code;
    isSet = true;
  }

  /// The code of the element in hand.
  int code() {
    return codes[depth];
  }

  int depth() {
    return depth;
  }

  void enter(int item) {
    items[depth] = item;
    depth++;
    isSet = false;
  }

  void leave() {
    depth--;
    isSet = true;
  }

  @Override
  public String toString() {
    var path = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      path.append(new Tag(codes[i])).append('[').append(items[i]).append(']');
      if (i < depth - 1 || isSet) {
        path.append('.');
      }
    }
    return isSet ? path.append(new Tag(codes[depth])).toString() : path.toString();
  }
}
