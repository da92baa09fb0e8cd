package io.exportroutes.delivery.sftp;

import io.exportroutes.value.Secret;
import java.util.List;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.SessionContext;

/**
 * Gives the password once in each session, to whichever method of authentication asks first: where the server refuses it,
 * no other method gives it again, as servers lock accounts by the number of refusals.
 */
final class SingleUsePassword implements PasswordIdentityProvider {
    private static final AttributeKey<Boolean> GIVEN = new AttributeKey<>();

    private final Secret password;

    SingleUsePassword(Secret password) {
        this.password = password;
    }

    @Override
    public Iterable<String> loadPasswords(SessionContext session) {
        return session.setAttribute(GIVEN, true) == null ? List.of(password.reveal()) : List.of();
    }
}
