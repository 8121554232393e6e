package vn.tia.dicom.image;

import java.io.IOException;

/// Pixel data, or the attributes that describe it, can't be turned into pixels.
public class PixelDataException extends IOException {

  public PixelDataException(String message) {
    super(message);
  }

  public PixelDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
