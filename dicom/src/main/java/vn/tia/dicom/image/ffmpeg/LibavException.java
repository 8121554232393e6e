package vn.tia.dicom.image.ffmpeg;

/// The library refused something; its own words say why.
final class LibavException extends Exception {

  LibavException(String message) {
    super(message);
  }
}
