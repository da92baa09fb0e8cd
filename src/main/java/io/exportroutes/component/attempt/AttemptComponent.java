package io.exportroutes.component.attempt;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.URISupport;

/** Calls another endpoint within a time limit (docs/decisions/0020). */
@Component("attempt")
public final class AttemptComponent extends DefaultComponent {
    /** The options that are not ours are the target's. */
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        AttemptEndpoint endpoint = new AttemptEndpoint(uri, this);
        setProperties(endpoint, parameters);
        endpoint.setTarget(URISupport.appendParametersToURI(remaining, parameters));
        parameters.clear();
        return endpoint;
    }

    /** The path is a URI itself and would be encoded twice. */
    @Override
    public boolean useRawUri() {
        return true;
    }
}
