package io.exportroutes.route;

/** The headers that a destination's Kamelet finds on the message (docs/kamelets.md, "A destination type of your own"). */
final class SinkHeaders {
    static final String KEY = "ExportRoutesKey";
    static final String PART = "ExportRoutesPart";
    static final String NAME = "ExportRoutesName";
    static final String CONTENT_TYPE = "ExportRoutesContentType";
    static final String SIZE = "ExportRoutesSize";
    static final String SHA256 = "ExportRoutesSha256";
    static final String JOB = "ExportRoutesJob";
    static final String RUN = "ExportRoutesRun";
    static final String EXPORT_ID = "ExportRoutesExportId";
    static final String DESTINATION = "ExportRoutesDestination";
    static final String LOCATIONS = "ExportRoutesLocations";
    static final String LOCATION = "ExportRoutesLocation";
    static final String CONFIRMATION = "ExportRoutesConfirmation";
    static final String ARTIFACT = "artifact";
    static final String SIDECAR = "sidecar";

    private SinkHeaders() {}
}
