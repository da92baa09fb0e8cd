package io.exportroutes.route;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.drill.CopyReader;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.kamelet.SinkHeaders;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.FluentProducerTemplate;
import org.jspecify.annotations.Nullable;

/** Gives a copy that is as it was delivered to the user's own route, which tries to restore it. */
final class RestoreDrill implements CopyReader.Rehearsal {
    private static final String ROUTE = "direct:restore-drill";
    private static final String URI = "direct://restore-drill";

    private final CamelContext camel;
    private final FailureReader failures;

    private RestoreDrill(CamelContext camel, FailureReader failures) {
        this.camel = camel;
        this.failures = failures;
    }

    /** Null where there is no such route. */
    static CopyReader.@Nullable Rehearsal in(CamelContext camel, FailureReader failures) {
        boolean there = camel.getRoutes().stream()
                .anyMatch(route -> route.getEndpoint().getEndpointUri().equals(URI));
        return there ? new RestoreDrill(camel, failures) : null;
    }

    /** The route fails, or leaves the body {@code false}, where it could not restore the file. */
    @Override
    public void restore(Path file, ArchivedCopy copy) {
        FluentProducerTemplate producer = camel.createFluentProducerTemplate();
        Exchange done = producer.to(ROUTE)
                .withBody(file.toFile())
                .withHeader(SinkHeaders.NAME, copy.bytes().name())
                .withHeader(SinkHeaders.SIZE, copy.bytes().size())
                .withHeader(SinkHeaders.SHA256, copy.bytes().sha256())
                .withHeader(SinkHeaders.JOB, copy.subject().job())
                .withHeader(SinkHeaders.RUN, copy.subject().run())
                .withHeader(SinkHeaders.EXPORT_ID, copy.exportId())
                .withHeader(SinkHeaders.DESTINATION, copy.destination())
                .send();
        Exception thrown = done.getException();
        if (thrown != null) {
            throw refused(copy, String.valueOf(failures.of(thrown).getMessage()), thrown);
        }
        if ("false".equalsIgnoreCase(String.valueOf(done.getMessage().getBody()))) {
            throw refused(copy, "it answered false", null);
        }
    }

    private static PermanentFailure refused(ArchivedCopy copy, String why, @Nullable Exception cause) {
        return new PermanentFailure(
                FailureCode.RESTORE_REFUSED,
                "The route %s did not restore %s: %s".formatted(ROUTE, copy.id(), why),
                "Find out by what the route failed",
                cause);
    }
}
