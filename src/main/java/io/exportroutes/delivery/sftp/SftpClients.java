package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.StoreOptions;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.jspecify.annotations.Nullable;

/** Builds the one SSH client of a store. It uses only the options, not the user's own ~/.ssh. */
final class SftpClients {
    /** So many unanswered heartbeats in a row mean a dead server. */
    private static final int HEARTBEATS = 3;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private SftpClients() {}

    static SshClient start(SftpOptions options) {
        KnownHosts knownHosts = new KnownHosts(options.host(), options.port(), options.knownHostsFile());
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(identities(options));
        client.setServerKeyVerifier(knownHosts);
        client.addSessionListener(knownHosts);
        client.setCipherFactories(fastestFirst(client.getCipherFactories()));
        authenticate(client, options.password());
        Duration silence = options.responseTimeout();
        CoreModuleProperties.NIO_WORKERS.set(client, 2);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        // The library waits for an answer as long as for a session without a heartbeat.
        CoreModuleProperties.IDLE_TIMEOUT.set(client, silence);
        CoreModuleProperties.DISCONNECT_TIMEOUT.set(client, FAREWELL);
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, options.connectTimeout());
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, silence.dividedBy(HEARTBEATS));
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, HEARTBEATS);
        CoreModuleProperties.CHANNEL_OPEN_TIMEOUT.set(client, options.connectTimeout());
        SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, options.connectTimeout());
        AbstractSftpClient.SFTP_CLIENT_CMD_TIMEOUT.set(client, silence);
        client.start();
        return client;
    }

    /** Keyboard-interactive is for servers without plain password authentication. */
    private static void authenticate(SshClient client, @Nullable Secret password) {
        if (password != null) {
            client.setPasswordIdentityProvider(new SingleUsePassword(password));
        }
        client.setUserAuthFactories(List.of(
                UserAuthPublicKeyFactory.INSTANCE,
                UserAuthPasswordFactory.INSTANCE,
                UserAuthKeyboardInteractiveFactory.INSTANCE));
        CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
    }

    /** AES-GCM first: with the processor's own instructions it costs the least, and it needs no MAC. */
    private static List<NamedFactory<Cipher>> fastestFirst(List<NamedFactory<Cipher>> ciphers) {
        List<NamedFactory<Cipher>> sorted =
                new ArrayList<>(List.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm));
        ciphers.stream().filter(cipher -> !sorted.contains(cipher)).forEach(sorted::add);
        return sorted;
    }

    private static KeyIdentityProvider identities(SftpOptions options) {
        Path file = options.privateKeyFile();
        if (file == null) {
            return KeyIdentityProvider.EMPTY_KEYS_PROVIDER;
        }
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(
                    null, new PathResource(file), in, passphrase(options.privateKeyPassphrase()));
            if (keys != null) {
                return KeyIdentityProvider.wrapKeyPairs(keys);
            }
            throw unreadable(file, null);
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(file, e);
        }
    }

    private static FilePasswordProvider passphrase(@Nullable Secret passphrase) {
        return passphrase == null ? FilePasswordProvider.EMPTY : FilePasswordProvider.of(passphrase.reveal());
    }

    private static PermanentFailure unreadable(Path file, @Nullable Exception cause) {
        return new PermanentFailure(
                FailureCode.KEY_FILE_UNREADABLE,
                "The private key in " + file + " cannot be read",
                "Check that the file is there, is a private key, and that " + StoreOptions.name("privateKeyPassphrase")
                        + " is right",
                cause);
    }
}
