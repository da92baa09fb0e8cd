package io.exportroutes.route;

import io.exportroutes.run.Outcomes;
import io.exportroutes.run.Outcomes.Stage;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/** Bean {@code stageTimes}: how long each stage of a run takes, by the routes that do it; what failed, or was left to later, does not count. */
public final class StageTimes implements RoutePolicyFactory {
    private static final String BEGUN = "ExportRoutesStageBegun";

    private final Outcomes outcomes;

    public StageTimes(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        String from = route instanceof RouteDefinition definition
                ? definition.getInput().getEndpointUri()
                : "";
        return stage(routeId, from).map(Timed::new).orElse(null);
    }

    private static Optional<Stage> stage(String routeId, String from) {
        if (from.startsWith("seda:deliver-")) {
            return Optional.of(Stage.DELIVER);
        }
        return switch (routeId) {
            case "request" -> Optional.of(Stage.REQUEST);
            case "collect" -> Optional.of(Stage.COLLECT);
            case "artifact", "artifacts" -> Optional.of(Stage.DOWNLOAD);
            default -> Optional.empty();
        };
    }

    private final class Timed extends RoutePolicySupport {
        private final Stage stage;
        private final String begun;

        Timed(Stage stage) {
            this.stage = stage;
            this.begun = BEGUN + stage;
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            exchange.setProperty(begun, System.nanoTime());
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            Long since = (Long) exchange.removeProperty(begun);
            if (since != null && isThrough(exchange)) {
                outcomes.took(stage, Duration.ofNanos(System.nanoTime() - since));
            }
        }

        private boolean isThrough(Exchange exchange) {
            boolean failed =
                    exchange.isFailed() || exchange.getExchangeExtension().isFailureHandled();
            return !failed
                    && (stage != Stage.DELIVER
                            || exchange.getVariable("copy") != null
                            || exchange.getVariable("batch") != null);
        }
    }
}
