package vn.tia.bridge.web.wado;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import vn.tia.bridge.web.Multipart;

/// The one part of a multipart answer. Its length is known before, so that the answer says its own
/// and goes out without chunks.
///
/// @param type the media type that the answer is made of
/// @param partType that of the part, with its transfer syntax
/// @param location the address of what is in it
record OnlyPart(String type, String partType, String location) {

  void send(InputStream in, long length, HttpServletResponse response) throws IOException {
    var multipart = new Multipart(response, type);
    response.setContentLengthLong(multipart.lengthOf(partType, location, length));
    Sending.copy(in, length, multipart.part(partType, location, length));
    multipart.end();
  }
}
