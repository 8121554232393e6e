package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.tia.dicom.data.Bytes;

/// Many messages in one block: `[FHS] {[BHS] {message} [BTS]} [FTS]` (HL7 v2.5.1 2.10.3).
///
/// Its bytes stay as they came, whatever their character set: each message names its own. The
/// headers are read as Latin-1, which gives their bytes back in the answer.
///
/// @param file the FHS segment, where there is one
public record MessageBatch(Optional<String> file, List<Part> parts) {

  /// The messages between two batch headers.
  ///
  /// @param header the BHS segment, where there is one
  public record Part(Optional<String> header, List<Bytes> messages) {
    public Part {
      messages = List.copyOf(messages);
    }
  }

  public MessageBatch {
    parts = List.copyOf(parts);
  }

  /// Whether a block holds a batch: it begins with FHS or BHS.
  public static boolean is(byte[] block) {
    int start = ByteOrderMark.length(block);
    return block.length > start + 3 && (block[start] == 'F' || block[start] == 'B')
        && block[start + 1] == 'H' && block[start + 2] == 'S';
  }

  /// Parts a block into its messages.
  ///
  /// @throws FaultException with AR 100 if its headers and trailers don't fit, or a trailer counts
  ///     other than what came: a part that was cut must not pass for the whole
  public static MessageBatch read(byte[] block) {
    int start = ByteOrderMark.length(block);
    var text = new String(block, start, block.length - start, ISO_8859_1);
    var reader = new Reader();
    for (String line : text.split(text.indexOf('\r') < 0 ? "\n" : "\r\n?")) {
      if (!line.isBlank()) {
        reader.take(line);
      }
    }
    return reader.end();
  }

  /// How many messages it holds.
  public int size() {
    return parts.stream().mapToInt(part -> part.messages().size()).sum();
  }

  /// The batch that answers this one.
  ///
  /// @param answers the answers to each message, in the order of the messages
  public byte[] answer(List<List<byte[]>> answers, Instant at, ZoneId zone) {
    var text = new StringBuilder();
    file.ifPresent(asked -> text.append(reply(asked, at, zone)).append('\r'));
    int next = 0;
    for (Part part : parts) {
      var own = answers.subList(next, next + part.messages().size()).stream()
          .flatMap(List::stream).toList();
      next += part.messages().size();
      part.header().ifPresent(asked -> text.append(reply(asked, at, zone)).append('\r'));
      own.forEach(answer -> text.append(new String(answer, ISO_8859_1)));
      part.header().ifPresent(asked ->
          text.append("BTS").append(asked.charAt(3)).append(own.size()).append('\r'));
    }
    file.ifPresent(asked ->
        text.append("FTS").append(asked.charAt(3)).append(parts.size()).append('\r'));
    return text.toString().getBytes(ISO_8859_1);
  }

  /// FHS or BHS of an answer: sender and receiver change places, field 12 names the batch.
  private static String reply(String asked, Instant at, ZoneId zone) {
    String by = asked.substring(3, 4);
    String[] fields = asked.split(Pattern.quote(by), -1);
    return String.join(by, fields[0], field(fields, 2), field(fields, 5), field(fields, 6),
        field(fields, 3), field(fields, 4), Hl7Times.format(at, zone), "", field(fields, 9), "",
        "", field(fields, 11));
  }

  /// A field by its number: that of the separator itself, 1, is not among the parts.
  private static String field(String[] fields, int number) {
    return number <= fields.length ? fields[number - 1] : "";
  }

  private static final class Reader {
    private Optional<String> file = Optional.empty();
    private final List<Part> parts = new ArrayList<>();
    private Optional<String> header = Optional.empty();
    private final List<StringBuilder> messages = new ArrayList<>();

    void take(String line) {
      switch (line.substring(0, Math.min(3, line.length()))) {
        case "FHS" -> {
          require(file.isEmpty() && parts.isEmpty() && messages.isEmpty(), "FHS is not first");
          file = Optional.of(checked(line));
        }
        case "BHS" -> {
          close();
          header = Optional.of(checked(line));
        }
        case "BTS" -> {
          requireCount(line, messages.size(), "messages");
          close();
        }
        case "FTS" -> {
          close();
          requireCount(line, parts.size(), "batches");
        }
        case "MSH" -> messages.add(new StringBuilder(line).append('\r'));
        default -> {
          require(!messages.isEmpty(), "a segment stands before the first MSH");
          messages.getLast().append(line).append('\r');
        }
      }
    }

    MessageBatch end() {
      close();
      require(!parts.isEmpty(), "the batch holds no message");
      return new MessageBatch(file, parts);
    }

    private void close() {
      if (header.isPresent() || !messages.isEmpty()) {
        parts.add(new Part(header, messages.stream()
            .map(message -> Bytes.wrap(message.toString().getBytes(ISO_8859_1))).toList()));
      }
      header = Optional.empty();
      messages.clear();
    }

    private static String checked(String line) {
      require(line.length() >= 8, "a header has fewer than 8 characters");
      return line;
    }

    private static void requireCount(String trailer, int came, String what) {
      String[] fields = trailer.length() < 4
          ? new String[0] : trailer.split(Pattern.quote(trailer.substring(3, 4)), -1);
      String counted = field(fields, 2).strip();
      require(counted.isEmpty() || counted.equals(String.valueOf(came)),
          trailer.substring(0, 3) + "-1 does not count the " + came + " " + what + " that came");
    }

    private static void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new FaultException(Fault.reject(FaultCode.SEGMENT_SEQUENCE, otherwise));
      }
    }
  }
}
