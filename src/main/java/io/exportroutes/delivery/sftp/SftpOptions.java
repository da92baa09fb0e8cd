package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.BaseDirectory;
import io.exportroutes.delivery.StoreOptions;
import io.exportroutes.value.Durations;
import io.exportroutes.value.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The options of {@link SftpStore}, as text; blank means left out. They are checked at the first use. */
public final class SftpOptions {
    private @Nullable String host;
    private @Nullable String port;
    private @Nullable String username;
    private @Nullable Secret password;
    private @Nullable String privateKeyFile;
    private @Nullable Secret privateKeyPassphrase;
    private @Nullable String knownHostsFile;
    private @Nullable String directory;
    private boolean create;
    private boolean marker = true;
    private @Nullable String connectTimeout;
    private @Nullable String responseTimeout;

    SftpOptions() {}

    public void setHost(String host) {
        this.host = StoreOptions.text(host);
    }

    public void setPort(@Nullable String port) {
        this.port = StoreOptions.text(port);
    }

    public void setUsername(String username) {
        this.username = StoreOptions.text(username);
    }

    public void setPassword(@Nullable String password) {
        this.password = StoreOptions.secret(password);
    }

    /** A private key in the format of OpenSSH or in PEM; used before the password. */
    public void setPrivateKeyFile(@Nullable String privateKeyFile) {
        this.privateKeyFile = StoreOptions.text(privateKeyFile);
    }

    public void setPrivateKeyPassphrase(@Nullable String privateKeyPassphrase) {
        this.privateKeyPassphrase = StoreOptions.secret(privateKeyPassphrase);
    }

    /** In the format of OpenSSH; the server's key must be in it. */
    public void setKnownHostsFile(String knownHostsFile) {
        this.knownHostsFile = StoreOptions.text(knownHostsFile);
    }

    /** The directory below which the keys are written; without a leading slash it is below the user's home. */
    public void setDirectory(@Nullable String directory) {
        this.directory = StoreOptions.text(directory);
    }

    /** Whether the directory may be made, once, where it is missing. */
    public void setCreate(@Nullable String create) {
        this.create = Boolean.parseBoolean(create);
    }

    /** Whether a marker is kept in the directory, as it is unless this says {@code false}. */
    public void setMarker(@Nullable String marker) {
        String text = StoreOptions.text(marker);
        this.marker = text == null || Boolean.parseBoolean(text);
    }

    /** How long a connection and a login may take, such as {@code 30s}. */
    public void setConnectTimeout(@Nullable String connectTimeout) {
        this.connectTimeout = StoreOptions.text(connectTimeout);
    }

    /** How long the server may be silent, such as {@code 60s}. */
    public void setResponseTimeout(@Nullable String responseTimeout) {
        this.responseTimeout = StoreOptions.text(responseTimeout);
    }

    String host() {
        return StoreOptions.required("host", host);
    }

    int port() {
        return StoreOptions.parse("port", port, SftpOptions::number, "22");
    }

    String username() {
        return StoreOptions.required("username", username);
    }

    @Nullable
    Secret password() {
        return password;
    }

    @Nullable
    Path privateKeyFile() {
        return privateKeyFile == null ? null : Path.of(privateKeyFile);
    }

    @Nullable
    Secret privateKeyPassphrase() {
        return privateKeyPassphrase;
    }

    Path knownHostsFile() {
        return Path.of(StoreOptions.required("knownHostsFile", knownHostsFile));
    }

    /** The directory with a slash at its end. */
    String directory() {
        String base = directory == null ? "." : directory;
        return base.endsWith("/") ? base : base + "/";
    }

    BaseDirectory.Rules rules() {
        return new BaseDirectory.Rules(create, marker);
    }

    Duration connectTimeout() {
        return StoreOptions.parse("connectTimeout", connectTimeout, Durations::parse, "30s");
    }

    Duration responseTimeout() {
        return StoreOptions.parse("responseTimeout", responseTimeout, Durations::parse, "60s");
    }

    void check() {
        host();
        port();
        username();
        knownHostsFile();
        connectTimeout();
        responseTimeout();
        if (password == null && privateKeyFile == null) {
            throw StoreOptions.wrong("password", "there is neither a password nor a private key", "Set one of them");
        }
    }

    private static int number(String text) {
        int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > 65_535) {
            throw new IllegalArgumentException("no port");
        }
        return number;
    }

    @Override
    public String toString() {
        return username + "@" + host + ":" + (port == null ? "22" : port);
    }
}
