package io.exportroutes.kamelet;

/** The headers that a destination's Kamelet finds on the message (docs/kamelets.md, "A destination type of your own"). */
public final class SinkHeaders {
    public static final String KEY = "ExportRoutesKey";
    public static final String PART = "ExportRoutesPart";
    public static final String NAME = "ExportRoutesName";
    public static final String CONTENT_TYPE = "ExportRoutesContentType";
    public static final String SIZE = "ExportRoutesSize";
    public static final String SHA256 = "ExportRoutesSha256";
    public static final String JOB = "ExportRoutesJob";
    public static final String RUN = "ExportRoutesRun";
    public static final String EXPORT_ID = "ExportRoutesExportId";
    public static final String DESTINATION = "ExportRoutesDestination";
    public static final String LOCATIONS = "ExportRoutesLocations";
    /** The head of the job's chain of custody. */
    public static final String CHAIN_HEAD = "ExportRoutesChainHead";

    public static final String LOCATION = "ExportRoutesLocation";
    public static final String CONFIRMATION = "ExportRoutesConfirmation";
    public static final String ARTIFACT = "artifact";
    public static final String SIDECAR = "sidecar";

    /** A file of a chain of custody. */
    public static final String CUSTODY = "custody";

    private SinkHeaders() {}
}
