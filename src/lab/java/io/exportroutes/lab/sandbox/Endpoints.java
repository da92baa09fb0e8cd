package io.exportroutes.lab.sandbox;

/** What answers each call, and what answers instead. */
record Endpoints(CreateEndpoint create, ListEndpoint list, DownloadEndpoint download, FaultReplies replies) {}
