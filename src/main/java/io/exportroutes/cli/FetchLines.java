package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.Fetcher;
import io.exportroutes.cli.output.TransferLine;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.value.Visible;
import java.io.PrintWriter;

/** How the reading of copies goes on, for a person at a terminal. */
record FetchLines(TransferLine line, PrintWriter err) implements Fetcher.Watcher {
    @Override
    public void read(ArchivedCopy copy, long bytes) {
        line.show(copy.destination(), bytes, copy.bytes().size());
    }

    @Override
    public void failed(ArchivedCopy copy, ExportFailure why) {
        line.clear();
        err.println(Visible.text(why.getMessage() + ". " + why.hint()));
    }
}
