package vn.tia.dicom.tool;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;

/// The entry of `./tia dicom`: picks a tool, runs it, and says how it ended.
public final class DicomTool {
  /// The tool did what was asked, and everybody agreed.
  public static final int OK = 0;

  /// A peer or a file said no.
  public static final int FAILED = 1;

  /// The command line can't be understood (as in `sysexits.h`).
  public static final int USAGE = 64;

  private static final int OUTPUT_BUFFER_BYTES = 1 << 16;

  private static final List<Tool> TOOLS = List.of(
      new DumpTool(), new TextFormTool(TextForm.JSON),
      new TextFormTool(TextForm.XML), new DicomdirTool(), new RenderTool(), new TranscodeTool(),
      new AnonymizeTool(),
      new EchoTool(), new FindTool(), new WorklistTool(), new GetTool(), new MoveTool(),
      new StoreTool(), new CommitTool(), new MppsTool(), new StoreScpTool());

  private DicomTool() {}

  /// Runs a command line without the words `tia dicom`, and returns its exit code.
  public static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
    var buffered = new BufferedOutputStream(out, OUTPUT_BUFFER_BYTES);
    var console = new Console(in, new PrintStream(buffered, false, out.charset()), err);
    int code = run(args, console);
    console.out().flush();
    if (out.checkError() && code == OK) {
      err.println("tia dicom: the output could not be written.");
      return FAILED;
    }
    return code;
  }

  private static int run(List<String> args, Console console) {
    if (args.isEmpty() || isHelp(args.getFirst())) {
      console.out().print(help());
      return OK;
    }
    String name = args.getFirst();
    Optional<Tool> tool =
        TOOLS.stream().filter(one -> one.manual().name().equals(name)).findFirst();
    if (tool.isEmpty()) {
      console.err().printf("tia dicom: there is no '%s'; ./tia dicom --help lists all.%n", name);
      return USAGE;
    }
    return run(tool.get(), args.subList(1, args.size()), console);
  }

  private static int run(Tool tool, List<String> args, Console console) {
    Manual manual = tool.manual();
    if (args.stream().anyMatch(DicomTool::isHelp)) {
      console.out().print(manual.help());
      return OK;
    }
    try {
      return tool.run(Arguments.parse(manual.options(), args), console);
    } catch (UsageException e) {
      console.err().printf("tia dicom %s: %s%n", manual.name(), e.getMessage());
      console.err().printf("./tia dicom %s --help says how.%n", manual.name());
      return USAGE;
    } catch (IOException e) {
      return failed(manual, e, console);
    } catch (UncheckedIOException e) {
      return failed(manual, e.getCause(), console);
    } catch (InvalidPathException e) {
      console.err().printf("tia dicom %s: '%s' is no file name.%n", manual.name(), e.getInput());
      return FAILED;
    }
  }

  private static int failed(Manual manual, IOException why, Console console) {
    console.remark("tia dicom %s: %s".formatted(manual.name(), Sentences.of(why)));
    return FAILED;
  }

  private static boolean isHelp(String argument) {
    return argument.equals("--help") || argument.equals("-h");
  }

  private static String help() {
    var text = new StringBuilder(
        """
        ./tia dicom looks into DICOM files and talks to DICOM devices.

        """);
    for (Tool tool : TOOLS) {
      Manual manual = tool.manual();
      text.append("  ./tia dicom %-10s %s%n".formatted(manual.name(), manual.summary()));
    }
    return text.append(
        """

        ./tia dicom COMMAND --help tells all about one of them.
        Exit code: 0 all is well, 1 the peer or the file said no, 64 a wrong command line.
        """).toString();
  }
}
