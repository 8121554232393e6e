package vn.tia.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DicomParseException.Reason;

/// Reads one data set from a stream (PS3.5 section 7).
///
/// What senders in the field get wrong and what has one clear meaning is understood: odd lengths,
/// unsorted and repeated tags (the last counts), a missing item delimiter, group lengths, zeros or
/// a delimiter behind the end. Everything else ends in a [DicomParseException].
public final class DatasetReader {
  private final ReadProgress progress;
  private final ElementParser parser;

  /// A reader of everything in a stream that isn't closed by it.
  public DatasetReader(InputStream in, TransferSyntax syntax) {
    this(in, syntax, ReadSettings.DEFAULT);
  }

  /// A reader that takes bytes in advance: the stream may stand behind what was read.
  public DatasetReader(InputStream in, TransferSyntax syntax, ReadSettings settings) {
    this(new ByteSource(in, 0), syntax, settings);
  }

  DatasetReader(ByteSource source, TransferSyntax syntax, ReadSettings settings) {
    this(syntax.isDeflated() ? inflated(source, settings.limits()) : source,
        Scope.whole(
            syntax.isImplicit() ? Scope.Form.IMPLICIT : Scope.Form.EXPLICIT, syntax.order()),
        settings, stop(settings));
  }

  DatasetReader(ByteSource source, Scope scope, ReadSettings settings, IntPredicate stop) {
    this.progress = new ReadProgress(source, settings.limits());
    this.parser = new ElementParser(progress, scope, settings, stop);
  }

  private static ByteSource inflated(ByteSource source, ReadLimits limits) {
    return new ByteSource(new InflatingStream(source.rest(), limits), 0);
  }

  private static IntPredicate stop(ReadSettings settings) {
    if (settings.stopBefore().isEmpty()) {
      return _ -> false;
    }
    int first = settings.stopBefore().get().code();
    return code -> Integer.compareUnsigned(code, first) >= 0;
  }

  /// Reads to the end of the stream, or to the tag that the settings name.
  ///
  /// @throws DicomParseException if the bytes are no data set, end too early or exceed a limit
  public Dataset read() throws IOException {
    Dataset dataset = readAny();
    for (int i = 0; i < dataset.size(); i++) {
      Tag tag = dataset.elementAt(i).tag();
      if (tag.group() > FileReading.HEADER_GROUP) {
        break;
      }
      if (tag.group() == FileReading.HEADER_GROUP) {
        // In a file it would be taken for the file's header, and say how to read the rest.
        throw new DicomParseException(Reason.MALFORMED, progress.source().position(),
            tag.toString(), "an element of file headers within a data set");
      }
    }
    return dataset;
  }

  /// Reads elements of any group.
  Dataset readAny() throws IOException {
    try {
      return parser.whole();
    } catch (EOFException e) {
      throw progress.failure(Reason.TRUNCATED, "the stream ended within an element");
    }
  }

  /// What of the elements' order and lengths is against the rules, and was understood all the same;
  /// empty where nothing is.
  public Optional<String> irregularity() {
    return parser.irregularity();
  }

  /// Reads what is there of a data set that may be cut or broken, and says what is wrong with it.
  ///
  /// Behind trouble it goes on where an item or sequence has an end that it knows; values longer
  /// than a limit are left out. Nobody should store what was read so as if it were whole.
  public Salvaged<Dataset> salvage() throws IOException {
    progress.damage().note();
    Dataset dataset = parser.whole();
    return new Salvaged<>(dataset, progress.damage().problems());
  }

  /// The parser and its source, to copy from.
  ElementParser parser() {
    return parser;
  }

  ReadProgress progress() {
    return progress;
  }

  /// Reads the header of the element that reading stopped before; empty at the end of the stream.
  public Optional<ElementLocation> next() throws IOException {
    try {
      return progress.source().has(1) ? Optional.of(parser.location()) : Optional.empty();
    } catch (EOFException e) {
      throw progress.failure(Reason.TRUNCATED, "the stream ended within an element's header");
    }
  }

  /// Reads the next item of the sequence whose header [#next] has read, so that one item at a time
  /// is in memory; empty at the sequence's end.
  public Optional<ItemReading> nextItem() throws IOException {
    try {
      return parser.nextItem();
    } catch (EOFException e) {
      throw progress.failure(Reason.TRUNCATED, "the stream ended within an item");
    }
  }

  /// From here on trouble is noted, not thrown, where reading can go on or end with what there is.
  public DatasetReader notingProblems() {
    progress.damage().note();
    return this;
  }

  /// What was noted so far.
  public List<ReadProblem> problems() {
    return List.copyOf(progress.damage().problems());
  }

  /// How many bytes of the stream the data set took so far; inflated ones where it is deflated.
  public long position() {
    return progress.source().position();
  }
}
