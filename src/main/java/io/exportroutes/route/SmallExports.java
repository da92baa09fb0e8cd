package io.exportroutes.route;

import io.exportroutes.ledger.ExportEntry;
import java.util.List;

/** Several small exports that one lane moves together. */
public record SmallExports(List<ExportEntry> exports) {}
