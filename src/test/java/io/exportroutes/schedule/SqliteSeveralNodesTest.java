package io.exportroutes.schedule;

class SqliteSeveralNodesTest extends SeveralNodesContract {}
