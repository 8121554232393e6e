package vn.tia.dicom.image.ffmpeg;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

/// What a child process is asked to do, as it goes over the pipe.
///
/// @param codec the library's name for the decoder or encoder; nothing for a video, whose codec
///     the library finds out itself
/// @param shape what the picture must be (decoding) or is (encoding)
/// @param frame which frame of a video, counted from 0
record Request(Work work, String codec, Shape shape, int frame, byte[] bytes) {

  enum Work {
    DECODE, ENCODE, VIDEO
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(work.ordinal());
    out.writeUTF(codec);
    shape.write(out);
    out.writeInt(frame);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  static Request read(DataInputStream in) throws IOException {
    Work work = Work.values()[in.readByte()];
    String codec = in.readUTF();
    Shape shape = Shape.read(in);
    int frame = in.readInt();
    byte[] bytes = in.readNBytes(in.readInt());
    return new Request(work, codec, shape, frame, bytes);
  }

  /// Rows, columns, samples of a pixel and bits of a sample.
  record Shape(int rows, int columns, int components, int bits) {

    void write(DataOutputStream out) throws IOException {
      out.writeInt(rows);
      out.writeInt(columns);
      out.writeInt(components);
      out.writeInt(bits);
    }

    static Shape read(DataInputStream in) throws IOException {
      return new Shape(in.readInt(), in.readInt(), in.readInt(), in.readInt());
    }

    long bytes() {
      return (long) rows * columns * components * (bits > 8 ? 2 : 1);
    }
  }

  /// What a child process answers: samples or a codestream, or why not.
  ///
  /// @param refusal why there are no bytes, empty where there are
  record Answer(String refusal, Shape shape, boolean isRgb, byte[] bytes) {

    static Answer refused(String why) {
      return new Answer(why, new Shape(0, 0, 0, 0), false, new byte[0]);
    }

    void write(DataOutputStream out) throws IOException {
      out.writeUTF(refusal);
      shape.write(out);
      out.writeBoolean(isRgb);
      out.writeInt(bytes.length);
      out.write(bytes);
      out.flush();
    }

    /// Reads an answer, and believes no length beyond the one that was asked for.
    static Answer read(DataInputStream in, long bytesMax) throws IOException {
      String refusal = in.readUTF();
      Shape shape = Shape.read(in);
      boolean isRgb = in.readBoolean();
      int length = in.readInt();
      if (length < 0 || length > bytesMax) {
        throw new IOException("the answer has %d bytes, at most %d can be".formatted(
            length, bytesMax));
      }
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("the answer ends early");
      }
      return new Answer(refusal, shape, isRgb, bytes);
    }
  }
}
