/**
 * The completion for bash. It evaluates nothing, neither what was typed nor what comes back, and needs no other
 * package. A last line `:0` means that bash may offer file names.
 */
export const bashScript = `# bash completion for sms
_sms_complete() {
    local line=\${COMP_LINE:0:COMP_POINT} value description
    local -a words
    read -ra words <<< "$line"
    # After a space a new word begins.
    if [[ $line == *[[:space:]] ]]; then words+=(''); fi
    COMPREPLY=()
    while IFS=$'\\t' read -r value description; do
        case $value in
            :0) compopt -o default ;;
            :*) ;;
            *) COMPREPLY+=("$value") ;;
        esac
    done < <(sms complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -F _sms_complete sms
`
