package io.exportroutes.secrets;

import io.exportroutes.delivery.Content;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * A destination that gives the token away in each way there is, every time with {@link #MARK} on the same line: what looks for
 * secrets has to find these, and what masks them has to mask them.
 */
public final class PlantedLeaks {
    static final String MARK = "PLANTED";

    /** Where the token is for this class, which has no configuration. */
    static final String VARIABLE = "PLANTED_TOKEN";

    /** One for us and one for each library that an operator may set to a level. */
    static final List<String> LOGGERS = List.of(
            "io.exportroutes.delivery.Planted",
            "org.apache.camel.Planted",
            "software.amazon.awssdk.request.Planted",
            "org.apache.sshd.client.Planted",
            "org.apache.hc.client5.Planted",
            "org.apache.http.Planted",
            "com.zaxxer.hikari.Planted",
            "com.github.kagkarlsson.Planted");

    /** Gives the token away, and fails. */
    public void put(String key, Content content) {
        String token = Objects.requireNonNull(System.getenv(VARIABLE));
        for (String name : LOGGERS) {
            Logger logger = LoggerFactory.getLogger(name);
            for (Level level : Level.values()) {
                logger.atLevel(level).log("{} message of {} {}", MARK, level, token);
            }
        }
        Logger logger = LoggerFactory.getLogger(LOGGERS.get(0));
        MDC.put("planted", token);
        logger.warn("{} context", MARK);
        MDC.remove("planted");
        logger.warn("{} thrown", MARK, new IllegalStateException(MARK + " exception " + token));
        java.util.logging.Logger.getLogger("org.postgresql.Planted").finest(MARK + " by the platform " + token);
        System.out.println(MARK + " out");
        System.err.println(MARK + " err");
        throw new IllegalStateException(MARK + " failure " + token);
    }
}
