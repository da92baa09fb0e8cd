package io.exportroutes.api.download;

import io.exportroutes.failure.ExportFailure;
import java.net.URI;

/** A process that fetches one artifact and prints it, or the code of the failure. */
final class TlsFetch {
    static final DownloadCall CALL = new DownloadCall("crm", "exp_1", "nightly", "run-1", null);

    private TlsFetch() {}

    public static void main(String[] arguments) {
        MemoryTarget target = new MemoryTarget();
        try (Downloader downloader = DownloaderTest.open(DownloaderTest.config(URI.create(arguments[0])))) {
            downloader.fetch(CALL, target, () -> {});
            System.out.println(target.text());
        } catch (ExportFailure failure) {
            System.out.println(failure.code());
        }
    }
}
