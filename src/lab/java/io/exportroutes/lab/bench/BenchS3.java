package io.exportroutes.lab.bench;

import io.exportroutes.lab.servers.S3Server;
import java.util.concurrent.CountDownLatch;

/** Runs the lab's S3 server in a process of its own until it is killed, and says how to reach it, as shell variables. */
public final class BenchS3 {
    private BenchS3() {}

    public static void main(String[] args) throws InterruptedException {
        S3Server server = S3Server.start("bench");
        System.out.printf(
                "S3_ENDPOINT=%s%nS3_ACCESS_KEY=%s%nS3_SECRET_KEY=%s%n",
                server.endpoint(), server.accessKey(), server.secretKey());
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
