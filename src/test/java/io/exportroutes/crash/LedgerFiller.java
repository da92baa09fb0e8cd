package io.exportroutes.crash;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import io.exportroutes.ledger.Samples;
import java.nio.file.Path;
import java.time.Clock;

/** A process that adds runs to a ledger until one is refused; it prints the failure's code, then how many were confirmed. */
final class LedgerFiller {
    private static final int MANY = 100_000;

    private LedgerFiller() {}

    public static void main(String[] arguments) {
        int confirmed = 0;
        try (Ledger ledger = Ledger.open(LedgerSource.sqlite(Path.of(arguments[0])), Clock.systemUTC())) {
            while (confirmed < MANY) {
                ledger.runs().add(Samples.run("r" + confirmed));
                confirmed++;
            }
        } catch (ExportFailure failure) {
            System.out.println(failure.code() + "\n" + confirmed);
        }
    }
}
