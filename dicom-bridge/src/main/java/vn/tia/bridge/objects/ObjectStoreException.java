package vn.tia.bridge.objects;

import java.io.IOException;

/// Says why the object store can't do what it was asked; each reason is a type of its own, because
/// each gets another answer at the door (A700, 413, 503, 404).
public sealed class ObjectStoreException extends IOException {

  private static final long serialVersionUID = 1L;

  private ObjectStoreException(String message) {
    super(message);
  }

  private ObjectStoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The object grew past the limit.
  public static final class TooLarge extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    public TooLarge(long bytesMax) {
      super("the object is longer than the limit of " + bytesMax + " bytes");
    }
  }

  /// No room is left, or less than the reserve.
  public static final class Full extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    public Full(long bytesFree, long bytesFreeMin) {
      super("the object store has %d bytes free and keeps %d in reserve"
          .formatted(bytesFree, bytesFreeMin));
    }

    public Full(Throwable cause) {
      super("the object store has no room left", cause);
    }
  }

  /// A flush to disk failed earlier: what the disk holds is not certain any more.
  public static final class ReadOnly extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    ReadOnly() {
      super("the object store is read-only since a flush to disk failed; check the disk, restart");
    }

    ReadOnly(Throwable cause) {
      super("a flush to disk failed: the object store is read-only from now on", cause);
    }
  }

  /// There is no such object.
  public static final class Missing extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    public Missing(ObjectId id) {
      super("there is no object " + id);
    }
  }

  /// The server that holds the objects can't be reached, or doesn't serve now.
  public static final class Unavailable extends ObjectStoreException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  /// Whether a disk has no room left. Java names no type for ENOSPC and EDQUOT: their text is all
  /// that tells them from a broken disk.
  public static boolean isNoRoom(IOException e) {
    var text = String.valueOf(e.getMessage());
    return text.contains("No space left") || text.contains("quota exceeded");
  }
}
