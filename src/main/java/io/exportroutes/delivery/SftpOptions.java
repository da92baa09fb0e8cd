package io.exportroutes.delivery;

import io.exportroutes.config.Durations;
import io.exportroutes.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The options of {@link SftpStore}, as text; blank means left out. They are checked at the first use. */
public abstract class SftpOptions {
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
        this.host = Options.text(host);
    }

    public void setPort(@Nullable String port) {
        this.port = Options.text(port);
    }

    public void setUsername(String username) {
        this.username = Options.text(username);
    }

    public void setPassword(@Nullable String password) {
        this.password = Options.secret(password);
    }

    /** A private key in the format of OpenSSH or in PEM; used before the password. */
    public void setPrivateKeyFile(@Nullable String privateKeyFile) {
        this.privateKeyFile = Options.text(privateKeyFile);
    }

    public void setPrivateKeyPassphrase(@Nullable String privateKeyPassphrase) {
        this.privateKeyPassphrase = Options.secret(privateKeyPassphrase);
    }

    /** In the format of OpenSSH; the server's key must be in it. */
    public void setKnownHostsFile(String knownHostsFile) {
        this.knownHostsFile = Options.text(knownHostsFile);
    }

    /** Where the keys begin; without a leading slash it is below the user's home. */
    public void setDirectory(@Nullable String directory) {
        this.directory = Options.text(directory);
    }

    /** Whether the directory may be made, once, where it is missing. */
    public void setCreate(@Nullable String create) {
        this.create = Boolean.parseBoolean(create);
    }

    /** Whether a marker is kept in the directory, as it is unless this says {@code false}. */
    public void setMarker(@Nullable String marker) {
        String text = Options.text(marker);
        this.marker = text == null || Boolean.parseBoolean(text);
    }

    /** How long a connection and a login may take, such as {@code 30s}. */
    public void setConnectTimeout(@Nullable String connectTimeout) {
        this.connectTimeout = Options.text(connectTimeout);
    }

    /** How long the server may be silent, such as {@code 60s}. */
    public void setResponseTimeout(@Nullable String responseTimeout) {
        this.responseTimeout = Options.text(responseTimeout);
    }

    String host() {
        return Options.required("host", host);
    }

    int port() {
        return Options.parse("port", port, SftpOptions::number, "22");
    }

    String username() {
        return Options.required("username", username);
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
        return Path.of(Options.required("known-hosts-file", knownHostsFile));
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
        return Options.parse("connect-timeout", connectTimeout, Durations::parse, "30s");
    }

    Duration responseTimeout() {
        return Options.parse("response-timeout", responseTimeout, Durations::parse, "60s");
    }

    void check() {
        host();
        port();
        username();
        knownHostsFile();
        connectTimeout();
        responseTimeout();
        if (password == null && privateKeyFile == null) {
            throw Options.wrong("password", "there is neither a password nor a private key", "Set one of them");
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
        return "SftpStore[" + username + "@" + host + ":" + (port == null ? "22" : port) + "]";
    }
}
