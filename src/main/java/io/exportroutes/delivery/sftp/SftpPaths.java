package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.KeyCheck;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where things are at the server, by the options of a store. */
record SftpPaths(SftpOptions options) {
    /** The path of a key at the server. */
    String path(String key) {
        KeyCheck.parts(key);
        return options.directory() + key;
    }

    /** The base directory for this user, who may have a home of its own. */
    String place() {
        String user = URLEncoder.encode(options.username(), StandardCharsets.UTF_8);
        return location("").replaceFirst("://", "://" + user + "@");
    }

    /** As a user would look for it. */
    String location(String key) {
        String directory = options.directory();
        return "sftp://%s:%d%s%s%s"
                .formatted(options.host(), options.port(), directory.startsWith("/") ? "" : "/", directory, key);
    }
}
