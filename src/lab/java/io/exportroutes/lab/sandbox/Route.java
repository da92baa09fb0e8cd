package io.exportroutes.lab.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the four calls of the reference.
 *
 * @param exportId empty except for downloads
 */
record Route(Call call, String project, String exportId) {
    private static final Pattern PATH =
            Pattern.compile("/projects/([^/]+)/(export/database|export/schema|exports|export/download/([^/]+))");

    enum Call {
        DATABASE(Operation.CREATE, "POST"),
        SCHEMA(Operation.CREATE, "POST"),
        LIST(Operation.LIST, "GET"),
        DOWNLOAD(Operation.DOWNLOAD, "GET");

        private final Operation operation;
        private final String method;

        Call(Operation operation, String method) {
            this.operation = operation;
            this.method = method;
        }

        Operation operation() {
            return operation;
        }

        String method() {
            return method;
        }
    }

    /** @throws ApiRefusal where the reference has no such call */
    static Route of(RecordedCall request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            throw new ApiRefusal(404, "route_not_found", "There is no such endpoint.");
        }
        Call call =
                switch (path.group(2)) {
                    case "export/database" -> Call.DATABASE;
                    case "export/schema" -> Call.SCHEMA;
                    case "exports" -> Call.LIST;
                    default -> Call.DOWNLOAD;
                };
        if (!request.method().equals(call.method())) {
            throw new ApiRefusal(405, "method_not_allowed", "Use " + call.method() + ".").with("Allow", call.method());
        }
        return new Route(call, decode(path.group(1)), call == Call.DOWNLOAD ? decode(path.group(3)) : "");
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
