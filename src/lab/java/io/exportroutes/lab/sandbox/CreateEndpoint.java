package io.exportroutes.lab.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.lab.sandbox.PlantedExport.File;
import io.exportroutes.lab.sandbox.Route.Call;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** {@code POST …/export/database} and {@code POST …/export/schema}. */
final class CreateEndpoint {
    private static final Set<String> DATABASE_FIELDS =
            Set.of("format", "include_tables", "exclude_tables", "table_options", "file_name");
    private static final Set<String> SCHEMA_FIELDS = Set.of("format", "file_name");

    private final DataSet data;
    private final Exports exports;
    private final Manifests manifests;

    CreateEndpoint(DataSet data, Exports exports, Manifests manifests) {
        this.data = data;
        this.exports = exports;
        this.manifests = manifests;
    }

    ObjectNode answer(ApiCall call) {
        Instant created = call.now().truncatedTo(ChronoUnit.SECONDS);
        String id = exports.newId(created);
        PlantedExport wanted =
                call.route().call() == Call.DATABASE ? database(call, id, created) : schema(call, id, created);
        Export export = exports.create(id, wanted, call.now());
        ObjectNode answer = Json.object();
        answer.set("export", manifests.describe(export, call.now(), call.faults()));
        return answer;
    }

    private PlantedExport database(ApiCall call, String id, Instant created) {
        RequestFields fields = new RequestFields(call.request(), DATABASE_FIELDS);
        ExportFormat format = fields.format(
                List.of(ExportFormat.ZIP, ExportFormat.ZIP_CSV, ExportFormat.JSON),
                "format must be zip, zip-csv, or json for database exports.");
        String project = call.route().project();
        String name = fields.downloadName(project + "_database_export", format.extension());
        List<TableQuery> tables = TableSelection.read(data, fields);
        DatabaseContent content = new DatabaseContent(format, project, id, created, tables);
        return PlantedExport.database(project, File.of(format, name, content), tables.size());
    }

    private PlantedExport schema(ApiCall call, String id, Instant created) {
        RequestFields fields = new RequestFields(call.request(), SCHEMA_FIELDS);
        ExportFormat format = fields.format(
                List.of(ExportFormat.JSON, ExportFormat.SQL), "format must be json or sql for schema exports.");
        String project = call.route().project();
        String name = fields.downloadName(project + "_schema_export", format.extension());
        SchemaContent content = new SchemaContent(format, project, id, created, data);
        return PlantedExport.schema(project, File.of(format, name, content));
    }
}
