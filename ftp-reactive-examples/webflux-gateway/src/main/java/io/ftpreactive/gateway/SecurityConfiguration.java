package io.ftpreactive.gateway;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.RequestCacheSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.HttpBasicServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;

/** Who may do what: everything with the login or the token, nothing without, but for the health of the gateway. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    @Bean
    Login login(GatewayProperties properties) {
        return Login.of(properties);
    }

    /**
     * Forms of other sites cannot change anything: they can only GET and POST, and browsers ask before they send other
     * methods, which is never allowed. So there are no tokens against them.
     */
    @Bean
    SecurityWebFilterChain guard(ServerHttpSecurity http, Login login) {
        HttpBasicServerAuthenticationEntryPoint challenge = new HttpBasicServerAuthenticationEntryPoint();
        challenge.setRealm("ftp-reactive gateway");
        return http.authorizeExchange(exchanges -> exchanges
                        .pathMatchers("/actuator/health/**")
                        .permitAll()
                        .anyExchange()
                        .authenticated())
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .httpBasic(basic -> basic.authenticationManager(login).authenticationEntryPoint(challenge))
                .addFilterAt(bearer(login, challenge), SecurityWebFiltersOrder.AUTHENTICATION)
                .csrf(CsrfSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .logout(LogoutSpec::disable)
                .requestCache(RequestCacheSpec::disable)
                .build();
    }

    private static AuthenticationWebFilter bearer(Login login, HttpBasicServerAuthenticationEntryPoint challenge) {
        AuthenticationWebFilter filter = new AuthenticationWebFilter(login);
        filter.setServerAuthenticationConverter(new BearerToken());
        filter.setAuthenticationFailureHandler(new ServerAuthenticationEntryPointFailureHandler(challenge));
        return filter;
    }

    /** Names of files may hold a semicolon or a percent sign; what a method may do is said by the files themselves. */
    @Bean
    StrictServerWebExchangeFirewall firewall() {
        StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
        firewall.setAllowSemicolon(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }
}
