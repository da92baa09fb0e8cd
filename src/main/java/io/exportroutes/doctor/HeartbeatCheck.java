package io.exportroutes.doctor;

import io.exportroutes.config.HeartbeatConfig;
import java.net.URI;
import java.net.URISyntaxException;

/** The form of a heartbeat's address. It is not called: that would be a heartbeat. */
record HeartbeatCheck(HeartbeatConfig heartbeat) implements Check {
    private static final String JOB = "{job}";

    @Override
    public String name() {
        return "heartbeat";
    }

    @Override
    public void look(Findings findings) {
        String url = heartbeat.url().reveal();
        URI address;
        try {
            address = new URI(url.replace(JOB, "job"));
        } catch (URISyntaxException e) {
            findings.fail("Its address is no address", "Write https://HOST/PATH");
            return;
        }
        if (url.contains(JOB)) {
            findings.ok("An address with the name of each job in it at " + address.getHost() + "; it was not called");
        } else {
            findings.ok("One address at " + address.getHost() + "; it was not called");
        }
    }
}
