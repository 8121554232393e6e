package vn.tia.bridge.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.ExceptionHandler;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.retrieve.DamagedObjectException;
import vn.tia.dicom.image.PixelDataException;
import vn.tia.records.database.RecordsUnavailable;
import vn.tia.records.studies.InvalidKeyException;

/// Answers failed requests with one sentence that holds no patient data.
public abstract class WebErrors {

  private static final Logger LOG = LoggerFactory.getLogger(WebErrors.class);

  @ExceptionHandler
  protected void refused(WebException e, HttpServletResponse response) throws IOException {
    answer(response, e.status(), String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  void invalid(InvalidKeyException e, HttpServletResponse response) throws IOException {
    answer(response, 400, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  void undecodable(PixelDataException e, HttpServletResponse response) throws IOException {
    answer(response, 406, "the pixel data can't be given in this form");
  }

  @ExceptionHandler
  void unavailable(RecordsUnavailable e, HttpServletResponse response) throws IOException {
    answer(response, 503, "the records are unavailable");
  }

  @ExceptionHandler
  void broken(ObjectStoreException e, HttpServletResponse response) throws IOException {
    LOG.error("an object could not be read: {}", e.getMessage());
    if (e instanceof ObjectStoreException.Unavailable) {
      answer(response, 503, "the object store is unavailable");
      return;
    }
    answer(response, 500, "the stored object could not be read");
  }

  @ExceptionHandler
  void damaged(DamagedObjectException e, HttpServletResponse response) throws IOException {
    LOG.debug("{}", e.getMessage());
    answer(response, 500, "the stored object is damaged");
  }

  private static void answer(HttpServletResponse response, int status, String sentence)
      throws IOException {
    if (response.isCommitted()) {
      // Bytes went out already: only a broken connection tells the client that they are not all.
      throw new IOException("an answer broke off");
    }
    response.reset();
    response.setStatus(status);
    response.setContentType("text/plain;charset=UTF-8");
    response.getOutputStream().write((sentence + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
