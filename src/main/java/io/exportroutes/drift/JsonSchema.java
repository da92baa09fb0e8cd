package io.exportroutes.drift;

record JsonSchema(SchemaModel model) implements SchemaExport {}
