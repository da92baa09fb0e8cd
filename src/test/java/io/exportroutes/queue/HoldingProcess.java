package io.exportroutes.queue;

import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.LedgerSource;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** A process that takes runs from the queue, says so, and never gives them back: to be killed by a test. */
public final class HoldingProcess {
    static final String HOLDS = "holds ";

    private HoldingProcess() {}

    public static void main(String[] args) throws InterruptedException {
        LedgerSource source = new LedgerSource(args[0], args[1].equals("null") ? null : args[1], null);
        Ledger ledger = Ledger.open(source, Clock.systemUTC());
        CountDownLatch never = new CountDownLatch(1);
        new RunQueue(ledger.forQueue(), args[2], QueueContract.PATIENT)
                .start(
                        entry -> {
                            System.out.println(HOLDS + entry.runId());
                            try {
                                never.await();
                            } catch (InterruptedException thrown) {
                                throw new IllegalStateException(thrown);
                            }
                            return true;
                        },
                        1);
        never.await();
    }
}
