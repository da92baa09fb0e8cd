package io.exportroutes.web;

import io.exportroutes.account.Account;
import io.exportroutes.account.PasswordHash;
import io.exportroutes.account.Role;
import io.exportroutes.account.TokenHash;
import io.exportroutes.account.UsersFile;
import io.exportroutes.config.WebConfig;
import io.exportroutes.value.Subnet;
import io.exportroutes.value.Visible;
import io.exportroutes.web.Credentials.Password;
import io.exportroutes.web.Visitor.Via;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who calls: by the header of a trusted proxy, by a token, or by name and password. */
final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    private static final int LONGEST_NAME = 128;

    private final WebConfig.Proxies proxies;
    private final @Nullable UsersFile users;
    private final LoginThrottle throttle;
    private final CheckedPasswords checked = new CheckedPasswords();

    Logins(WebConfig config, Clock clock) {
        this.proxies = config.proxies();
        this.users = config.usersFile() == null ? null : new UsersFile(config.usersFile());
        this.throttle = new LoginThrottle(clock);
    }

    /**
     * Who it is, if that can be said at once; empty if the password is still to be checked.
     *
     * @throws io.exportroutes.failure.PermanentFailure {@code not_logged_in}
     */
    Optional<Visitor> known(Credentials credentials) {
        Map<String, Account> accounts = accounts();
        String address = address(credentials);
        Optional<Visitor> proxied = proxied(credentials, accounts, address);
        if (proxied.isPresent()) {
            return proxied;
        }
        if (credentials.token().isPresent()) {
            return Optional.of(byToken(credentials.token().get(), accounts, address));
        }
        Password password = credentials.password().orElseThrow(Refusals::notLoggedIn);
        Account account = accounts.get(password.name());
        if (account != null && checked.isKnown(account, password)) {
            return Optional.of(visitor(account, Via.PASSWORD, address));
        }
        refuseWhoGuesses(address);
        return Optional.empty();
    }

    /** Who it is by name and password; it takes a tenth of a second. Failures as of {@link #known}. */
    Visitor check(Credentials credentials) {
        String address = address(credentials);
        refuseWhoGuesses(address); // others from there may have failed since
        Password password = credentials.password().orElseThrow(Refusals::notLoggedIn);
        Account account = accounts().get(password.name());
        boolean right =
                PasswordHash.matches(password.password().toCharArray(), account == null ? "" : account.credential());
        if (account == null || !right) {
            throw failed(address, "as " + Visible.text(password.name()));
        }
        checked.add(account, password);
        LOG.info("{} logged in from {}", account.name(), address);
        return visitor(account, Via.PASSWORD, address);
    }

    private Map<String, Account> accounts() {
        return users == null ? Map.of() : users.accounts();
    }

    private void refuseWhoGuesses(String address) {
        Optional<Duration> wait = throttle.wait(address);
        if (wait.isPresent()) {
            throw Refusals.throttled(wait.get());
        }
    }

    private RuntimeException failed(String address, String as) {
        throttle.failed(address);
        LOG.warn("A login {} failed, from {}", as, address);
        return Refusals.notLoggedIn();
    }

    private Visitor byToken(String token, Map<String, Account> accounts, String address) {
        refuseWhoGuesses(address);
        Account found = null;
        for (Account account : accounts.values()) {
            if (account.isToken() && TokenHash.matches(token, account.credential())) {
                found = account;
            }
        }
        if (found == null) {
            throw failed(address, "by a token");
        }
        return visitor(found, Via.TOKEN, address);
    }

    /** By the header of a trusted proxy, once and not blank; a token of ours goes before it. */
    private Optional<Visitor> proxied(Credentials credentials, Map<String, Account> accounts, String address) {
        boolean own = credentials
                .token()
                .filter(token -> token.startsWith(TokenHash.PREFIX_OF_TOKENS))
                .isPresent();
        List<String> names = credentials.proxyUser();
        if (own || !isTrusted(credentials.remote()) || names.size() != 1) {
            return Optional.empty();
        }
        String name = names.get(0).strip();
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || !Visible.text(name).equals(name)) {
            return Optional.empty();
        }
        Account account = accounts.get(name);
        Role role =
                account == null || account.isToken() ? Role.of(proxies.role()).orElse(Role.VIEWER) : account.role();
        return Optional.of(new Visitor(name, role, Via.PROXY, address));
    }

    private boolean isTrusted(InetAddress address) {
        return proxies.trusted().stream().anyMatch(subnet -> subnet.contains(address));
    }

    /** The nearest address that is no trusted proxy's: what stands before it, anybody could have written. */
    private String address(Credentials credentials) {
        InetAddress address = credentials.remote();
        List<String> forwarded = credentials.forwardedFor();
        for (int index = forwarded.size() - 1; index >= 0 && isTrusted(address); index--) {
            Optional<InetAddress> before = Subnet.address(forwarded.get(index));
            if (before.isEmpty()) {
                break;
            }
            address = before.get();
        }
        return address.getHostAddress();
    }

    private static Visitor visitor(Account account, Via via, String address) {
        return new Visitor(account.name(), account.role(), via, address);
    }
}
